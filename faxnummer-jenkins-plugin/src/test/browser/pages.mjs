/*
 * Looks at pages in a real browser: accessibility by axe-core, width, console errors, keyboard; keeps a picture of each.
 * Input: a JSON file {executable, pictures, pages: [{name, url, language, width, dark, parts, open, choose}]}: parts is what of the page
 * is ours, open are selectors of what is clicked on first, and choose is the beginning of an option of a list. Output: a line of JSON for
 * each page.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const dark = readFileSync("dark.css", "utf8");
const job = JSON.parse(readFileSync(process.argv[2], "utf8"));
/*
 * What tags of Jenkins and of its credentials plugin do not do, on their own pages either: results of checks are red on white, and the list of
 * credentials takes no label.
 */
const JENKINS = { elements: ".validation-error-area .error, .validation-error-area .warning", unlabelled: "select.credentials-select" };

/* Moves the focus by Tab alone until it is in an element; the page is loaded anew before, so that it starts at the top. */
async function tabTo(page, selector) {
  if ((await page.$(selector)) === null) {
    return false;
  }
  for (let i = 0; i < 400; i++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement.closest(wanted) !== null, selector)) {
      return true;
    }
  }
  return false;
}

/* Opens what a page shows only when it is asked for: another page, a form behind a list, fields behind a button. */
async function open(page, wanted) {
  if (wanted.choose) {
    await page.evaluate((text) => {
      const option = [...document.querySelectorAll("option")].find((it) => it.textContent.trim().startsWith(text));
      const list = option.closest("select");
      list.value = option.value;
      list.selectedIndex = option.index;
      list.dispatchEvent(new Event("change", { bubbles: true }));
    }, wanted.choose);
  }
  for (const selector of wanted.open ?? []) {
    const element = await page.waitForSelector(selector, { timeout: 60000 });
    const leaves = await element.evaluate((it) => it.form?.method === "post" && it.type === "submit" && it.form.name !== "config");
    if (leaves) {
      await Promise.all([page.waitForNavigation({ waitUntil: "load" }), element.evaluate((it) => it.click())]);
    } else {
      await element.evaluate((it) => it.click());
    }
  }
  await page.waitForSelector(wanted.parts, { timeout: 60000 });
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
    await page.goto(wanted.url, { waitUntil: "load", timeout: 120000 });
    wanted.parts ??= "[class*=faxnummer]";
    await open(page, wanted);
    if (wanted.dark) {
      await page.evaluate((css) => {
        const sheet = new CSSStyleSheet();
        /* Colours that change slowly have no contrast yet. */
        sheet.replaceSync(css + "* { transition: none !important; }");
        document.adoptedStyleSheets = [sheet];
      }, dark);
    }
    const measured = await page.evaluate((parts) => ({
      text: document.body.innerText,
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      outside: [...document.querySelectorAll(parts)].flatMap((it) => [it, ...it.querySelectorAll("*")])
        .filter((it) => it.getClientRects().length > 0 && it.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .map((it) => it.outerHTML.slice(0, 120)),
      height: document.documentElement.scrollHeight,
      policy: window.refused,
      background: getComputedStyle(document.body).backgroundColor,
      inline: [...document.querySelectorAll("[class*=faxnummer]")].flatMap((it) => [it, ...it.querySelectorAll("*")])
        .filter((it) => it.hasAttribute("style") || it.getAttributeNames().some((name) => name.startsWith("on"))).length,
    }), wanted.parts);
    /* axe is injected through the debugger, which a page's Content-Security-Policy does not hinder. */
    await page.evaluate(axe);
    const found = await page.evaluate(async (selector, jenkins) => {
      const parts = document.querySelectorAll(selector);
      const result = await axe.run(
        { include: [...parts], exclude: [...document.querySelectorAll(jenkins.elements)] },
        {
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
        },
      );
      return result.violations
        .map((it) => ({
          id: it.id,
          nodes: it.nodes.filter((node) => it.id !== "select-name" || !document.querySelector(node.target[0]).matches(jenkins.unlabelled)),
        }))
        .filter((it) => it.nodes.length > 0)
        .map((it) => it.id + ": " + it.nodes.map((node) => node.html + " " + node.failureSummary).join(" | "));
    }, wanted.parts, JENKINS);
    const reached = await tabTo(page, wanted.parts);
    const focused = [];
    for (let i = 0; reached && i < 30; i++) {
      focused.push(
        await page.evaluate((parts) => {
          const element = document.activeElement;
          return element.closest(parts) === null
            ? ""
            : (element.getAttribute("aria-label") || element.innerText || element.name || element.tagName).trim();
        }, wanted.parts),
      );
      await page.keyboard.press("Tab");
    }
    await page.screenshot({ path: job.pictures + "/" + wanted.name + ".png", fullPage: measured.height < 12000 });
    const operated = (await page.$("table.faxnummer-table")) === null ? {} : await operate(page);
    console.log(
      JSON.stringify({ name: wanted.name, ...measured, ...operated, violations: found, errors, focused: focused.filter(Boolean) }),
    );
    await page.close();
  }
} finally {
  await browser.close();
}
