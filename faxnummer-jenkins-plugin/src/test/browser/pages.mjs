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
/* Moves the focus by Tab alone until it is in an element; the page is loaded anew before, so that it starts at the top. */
async function tabTo(page, selector) {
  for (let i = 0; i < 200; i++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement.closest(wanted) !== null, selector)) {
      return true;
    }
  }
  return false;
}

async function operate(page) {
  await page.reload({ waitUntil: "load" });
  const opened = (await tabTo(page, "table.faxnummer-table summary")) &&
    (await page.keyboard.press("Enter"), await page.evaluate(() => document.activeElement.closest("details").open));
  await page.reload({ waitUntil: "load" });
  let sorted = "";
  if (await tabTo(page, "table.faxnummer-table th")) {
    await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.keyboard.press("Enter")]);
    sorted = await page.evaluate(() => document.querySelector("table.faxnummer-table th").getAttribute("aria-sort"));
  }
  return { sorted, opened };
}

const browser = await puppeteer.launch({
  executablePath: job.executable,
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-proxy-server"],
});
try {
  for (const wanted of job.pages) {
    const page = await browser.newPage();
    const errors = [];
    const reported = "[Report Only]";
    page.on("console", (message) => message.type() === "error" && !message.text().startsWith(reported) && errors.push(message.text()));
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.setExtraHTTPHeaders({ "Accept-Language": wanted.language });
    await page.setViewport({ width: wanted.width, height: 900, isMobile: wanted.width < 600 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: wanted.dark ? "dark" : "light" }]);
    await page.evaluateOnNewDocument(() => {
      window.refused = [];
      document.addEventListener("securitypolicyviolation", (event) => {
        const ours = event.target.closest?.("[class*=faxnummer]") || /\/(plugin|adjuncts)\/.*faxnummer/.test(event.sourceFile);
        if (ours) {
          window.refused.push(event.violatedDirective + " " + event.blockedURI + " " + (event.target.outerHTML ?? event.sourceFile));
        }
      });
    });
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
      policy: window.refused,
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
    const operated = (await page.$("table.faxnummer-table")) === null ? {} : await operate(page);
    console.log(
      JSON.stringify({ name: wanted.name, ...measured, ...operated, violations: found, errors, focused: focused.filter(Boolean) }),
    );
    await page.close();
  }
} finally {
  await browser.close();
}
