/**
 * Inspects PDF documents and draws them about as a fax machine prints them.
 *
 * <p>{@link io.github.faxnummer.pdf.Preflight}, {@link io.github.faxnummer.pdf.Preview} and
 * {@link io.github.faxnummer.pdf.ContentFingerprint} are the entry points. Documents may be hostile, and PDFBox has no
 * limits, so all of them work behind one layer of guards, which share a
 * {@code ResourceBudget} and end the work with a {@code PdfLimitExceededException}:
 *
 * <ul>
 *   <li>{@code RenderThread}: code that cannot be interrupted, stack overflow, lack of memory
 *   <li>{@code GuardedDocument}: truncated files, loops in the page tree, parsing that takes too long
 *   <li>{@code GuardedPage}: absurd page sizes, large content
 *   <li>{@code GuardedSource}: slow reads, too many objects or operands
 *   <li>{@code GuardedStream} and {@code DecodedSizeGuard}: streams that decode to gigabytes
 *   <li>{@code SampledFunctionGuard}: tables that are allocated without data
 *   <li>{@code ImageHeader} and {@code Jbig2Header}: images that are larger than stated
 *   <li>{@code PathGuard}: paths and dashes that Java 2D processes for minutes
 *   <li>{@code GuardedPaint}: slow patterns and shadings
 *   <li>{@code FaxPageDrawer} and {@code PageInspector}: nesting, saved states, large tiles, layers and images
 * </ul>
 */
@NullMarked
package io.github.faxnummer.pdf;

import org.jspecify.annotations.NullMarked;
