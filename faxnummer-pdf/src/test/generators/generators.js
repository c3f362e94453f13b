// Makes a report with a generator of npm: node generators.js NAME FILE
const fs = require('fs');

const FONT = '/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf';
const TITLE = 'Compliance report: geprüft';
const rows = Array.from({ length: 12 }, (_, i) => [`Control ${i}`, 'checked by the build', `${i * 7} findings`]);

const generators = {
  async pdfkit(file) {
    const PDFDocument = require('pdfkit');
    const doc = new PDFDocument({ size: 'A4' });
    const done = new Promise(resolve => doc.pipe(fs.createWriteStream(file)).on('finish', resolve));
    doc.font(FONT).fontSize(18).text(TITLE).image('picture.png', 400, 60, { width: 100 });
    doc.fontSize(10);
    rows.forEach(row => doc.text(row.join(', ')));
    doc.addPage().font('Times-Roman').text('Second page').rect(100, 200, 200, 100).fill('#cc8800');
    doc.end();
    await done;
  },

  async jspdf(file) {
    const { jsPDF } = require('jspdf');
    const doc = new jsPDF({ compress: true });
    doc.addFileToVFS('sans.ttf', fs.readFileSync(FONT).toString('base64'));
    doc.addFont('sans.ttf', 'sans', 'normal');
    doc.setFont('sans').setFontSize(18).text(TITLE, 20, 20);
    doc.addImage(fs.readFileSync('picture.png').toString('base64'), 'PNG', 140, 10, 30, 30);
    doc.setFont('helvetica').setFontSize(10);
    rows.forEach((row, i) => doc.text(row.join(', '), 20, 50 + 6 * i));
    fs.writeFileSync(file, Buffer.from(doc.output('arraybuffer')));
  },

  async pdfmake(file) {
    const pdfmake = require('pdfmake');
    pdfmake.setFonts({ Sans: { normal: FONT, bold: FONT.replace('Regular', 'Bold') } });
    await pdfmake.createPdf({
      defaultStyle: { font: 'Sans' },
      content: [
        { text: TITLE, fontSize: 18, bold: true },
        { image: 'picture.png', width: 100 },
        { table: { body: rows } },
      ],
    }).write(file);
  },

  async pdf_lib(file) {
    const { PDFDocument, StandardFonts, rgb } = require('pdf-lib');
    const doc = await PDFDocument.create();
    const page = doc.addPage([595.28, 841.89]);
    const font = await doc.embedFont(StandardFonts.Helvetica);
    page.drawText(TITLE, { x: 50, y: 780, size: 18, font });
    rows.forEach((row, i) => page.drawText(row.join(', '), { x: 50, y: 740 - 14 * i, size: 10, font, color: rgb(0, 0, 0.4) }));
    page.drawImage(await doc.embedPng(fs.readFileSync('picture.png')), { x: 400, y: 700, width: 100, height: 100 });
    fs.writeFileSync(file, await doc.save());
  },

  async react_pdf(file) {
    const React = require('react');
    const { Document, Page, Text, View, Image, Font, renderToFile } = await import('@react-pdf/renderer');
    Font.register({ family: 'Sans', src: FONT });
    const e = React.createElement;
    await renderToFile(e(Document, {}, e(Page, { size: 'A4', style: { padding: 40, fontFamily: 'Sans' } },
      e(Text, { style: { fontSize: 18 } }, TITLE),
      e(Image, { src: 'picture.png', style: { width: 100 } }),
      ...rows.map((row, i) => e(View, { key: i, style: { borderBottom: 1 } }, e(Text, {}, row.join(', ')))))), file);
  },
};

generators[process.argv[2]](process.argv[3]).catch(error => {
  console.error(error);
  process.exit(1);
});
