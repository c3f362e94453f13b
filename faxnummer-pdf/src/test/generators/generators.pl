# Makes a report with PDF::Builder: perl generators.pl FILE
use strict;
use warnings;
use PDF::Builder;
my $pdf  = PDF::Builder->new();
my $page = $pdf->page();
$page->mediabox('A4');
my $text = $page->text();
$text->font($pdf->ttfont('/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf'), 14);
for my $i (0 .. 11) {
    $text->translate(60, 780 - 20 * $i);
    $text->text("Control $i was checked by the build");
}
$page->gfx()->image($pdf->image_png('picture.png'), 400, 700, 100, 100);
$pdf->saveas($ARGV[0]);
