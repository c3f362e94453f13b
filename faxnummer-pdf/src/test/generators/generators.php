<?php
// Makes a report with TCPDF: php generators.php FILE
require 'tcpdf/tcpdf.php';
$pdf = new TCPDF();
$pdf->setPrintHeader(false);
$pdf->AddPage();
$pdf->SetFont('dejavusans', '', 12);
$pdf->writeHTML('<h1>Compliance report: geprüft</h1><table border="1"><tr><td>Control 1</td><td>checked</td></tr></table>');
$pdf->Image('picture.png', 150, 20, 30, 30);
$pdf->Output(realpath(dirname($argv[1])) . '/' . basename($argv[1]), 'F');
