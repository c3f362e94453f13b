#!/usr/bin/env bash
# Guess:    a CSV file that ends within a quoted field is an error, as RFC 4180 has no such field.
# Seen:     FastCSV ends the field with the file, also with every option strict: one record of three rows is left, and
#           nothing says so. commons-csv throws.
# Versions: fastcsv 4.1.0, commons-csv 1.14.1 (JDK 17).
# Matters:  a missing quotation mark in a list of recipients, and all recipients behind it get nothing.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > pom.xml <<'E'
<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>
  <packaging>pom</packaging><dependencies>
    <dependency><groupId>de.siegmar</groupId><artifactId>fastcsv</artifactId><version>4.1.0</version></dependency>
    <dependency><groupId>org.apache.commons</groupId><artifactId>commons-csv</artifactId><version>1.14.1</version>
    </dependency></dependencies></project>
E
mvn -q -B -Dmaven.repo.local="$work/m2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
  -DoutputDirectory=lib
cat > Read.java <<'E'
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.StringReader;
import org.apache.commons.csv.CSVFormat;
class Read {
    public static void main(String[] args) throws Exception {
        String csv = "number;name\n0202 1;\"Anna\n0202 2;Bert\n0202 3;Carl\n";
        System.out.println("fastcsv: " + CsvReader.builder().fieldSeparator(';').allowExtraFields(false)
                .allowMissingFields(false).allowExtraCharsAfterClosingQuote(false).ofCsvRecord(csv).stream().count()
                + " records");
        try (var parser = CSVFormat.RFC4180.builder().setDelimiter(';').get().parse(new StringReader(csv))) {
            System.out.println("commons-csv: " + parser.getRecords().size() + " records");
        } catch (Exception e) {
            System.out.println("commons-csv: " + e.getClass().getSimpleName());
        }
    }
}
E
javac -cp 'lib/*' Read.java
java -cp 'lib/*:.' Read | tee seen
diff - seen <<'E'
fastcsv: 2 records
commons-csv: UncheckedIOException
E
