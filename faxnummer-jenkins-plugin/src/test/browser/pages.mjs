/*
 * Looks at pages in a real browser: accessibility by axe-core, width, console errors, keyboard; keeps a picture of each.
 * Input: a JSON file {executable, pictures, pages: [{name, url, language, width, dark, click}]}. Output: a line of JSON for each page.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const dark = readFileSync("dark.css", "utf8");
const job = JSON.parse(readFileSync(process.argv[2], "utf8"));
const browser = await puppeteer.launch({
  executablePath: job.executable,
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-proxy-server"],
});
try {
  for (const wanted of job.pages) {
    const page = await browser.newPage();
    const errors = [];
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.setExtraHTTPHeaders({ "Accept-Language": wanted.language });
    await page.setViewport({ width: wanted.width, height: 900, isMobile: wanted.width < 600 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: wanted.dark ? "dark" : "light" }]);
    await page.goto(wanted.url, { waitUntil: "load" });
    if (wanted.dark) {
      await page.evaluate((css) => {
        const sheet = new CSSStyleSheet();
        /* Colours that change slowly have no contrast yet. */
        sheet.replaceSync(css + "* { transition: none !important; }");
        document.adoptedStyleSheets = [sheet];
      }, dark);
    }
    const measured = await page.evaluate(() => ({
      text: document.body.innerText,
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      height: document.documentElement.scrollHeight,
      background: getComputedStyle(document.body).backgroundColor,
      inline: [...document.querySelectorAll("[class*=faxnummer]")].flatMap((it) => [it, ...it.querySelectorAll("*")])
        .filter((it) => it.hasAttribute("style") || it.getAttributeNames().some((name) => name.startsWith("on"))).length,
    }));
    /* axe is injected through the debugger, which a page's Content-Security-Policy does not hinder. */
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      const parts = document.querySelectorAll("[class*=faxnummer]");
      const result = await axe.run(
        { include: [...parts] },
        { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
      );
      return result.violations.map((it) => it.id + ": " + it.nodes.map((node) => node.html + " " + node.failureSummary).join(" | "));
    });
    const focused = [];
    for (let i = 0; i < 30; i++) {
      await page.keyboard.press("Tab");
      focused.push(
        await page.evaluate(() => {
          const element = document.activeElement;
          return element.closest("[class*=faxnummer]") === null
            ? ""
            : (element.getAttribute("aria-label") || element.innerText || element.name || element.tagName).trim();
        }),
      );
    }
    await page.screenshot({ path: job.pictures + "/" + wanted.name + ".png", fullPage: measured.height < 6000 });
    console.log(JSON.stringify({ name: wanted.name, ...measured, violations: found, errors, focused: focused.filter(Boolean) }));
    await page.close();
  }
} finally {
  await browser.close();
}
