package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which paths Java would take long to make an area of. */
final class PathGuardTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void countsEdgesThatCloseShapes(boolean isClosed) {
        Path2D corners = new Path2D.Double();
        for (int i = 0; i < 200; i++) {
            corners.moveTo(0, -i);
            corners.lineTo(1000 + i, -i);
            corners.lineTo(1000 + i, 10 * i);
            if (isClosed) {
                corners.closePath();
            }
        }

        assertThat(PathGuard.isTooComplex(corners, List.of())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3000})
    void shapesThatLieBesideEachOtherAreSimple(int count) {
        Path2D rectangles = new Path2D.Double();
        for (int i = 0; i < count; i++) {
            rectangles.append(new Rectangle2D.Double(10 * (i % 50), 10 * (i / 50), 8, 8), false);
        }

        assertThat(PathGuard.isTooComplex(rectangles, List.of())).isFalse();
    }
}
