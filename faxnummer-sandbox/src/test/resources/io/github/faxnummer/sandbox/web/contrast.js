// The texts whose contrast is below 4.5:1 (WCAG 2.2, AA), one a line.
(() => {
  const channels = colour => colour.match(/[\d.]+/g).map(Number);
  const luminance = ([red, green, blue]) => {
    const linear = [red, green, blue].map(c => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const background = element => {
    for (let under = element; under; under = under.parentElement) {
      const colour = channels(getComputedStyle(under).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) {
        return colour;
      }
    }
    return [255, 255, 255];
  };
  const contrast = element => {
    const [dark, light] = [channels(getComputedStyle(element).color), background(element)].map(luminance).sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  return Array.from(document.body.querySelectorAll('*'))
    .filter(element => Array.from(element.childNodes).some(node => node.nodeType === 3 && node.data.trim()))
    .filter(element => contrast(element) < 4.5)
    .map(element => `${contrast(element).toFixed(2)} ${element.tagName} ${element.textContent.trim()}`)
    .join('\n');
})()
