/* Refreshes what shows faxes every few seconds as long as a step follows them. */
(function () {
  "use strict";
  const PAUSE = 5000;

  function isInUse(element) {
    return element.contains(document.activeElement) || element.querySelector("details[open]") !== null;
  }

  function refresh(element) {
    fetch(element.dataset.url, { credentials: "same-origin" })
      .then(function (response) {
        if (!response.ok) {
          throw new Error(response.status);
        }
        return response.text();
      })
      .then(function (html) {
        const fresh = new DOMParser().parseFromString(html, "text/html").querySelector(".faxnummer-content");
        const old = element.querySelector(".faxnummer-content");
        if (fresh === null || old === null || isInUse(element)) {
          return;
        }
        const said = old.querySelector("[role=status]");
        const news = fresh.querySelector("[role=status]");
        /* A live region is announced when its text changes, not when it is replaced. */
        if (said !== null && news !== null) {
          if (said.innerHTML !== news.innerHTML) {
            said.innerHTML = news.innerHTML;
          }
          news.replaceWith(said);
        }
        old.replaceWith(fresh);
      })
      .catch(function () {
        /* Jenkins may be restarting. */
      })
      .finally(function () {
        follow(element);
      });
  }

  function follow(element) {
    const content = element.querySelector(".faxnummer-content");
    if (content !== null && content.dataset.live === "true" && element.isConnected) {
      setTimeout(function () {
        refresh(element);
      }, PAUSE);
    }
  }

  function begin() {
    document.querySelectorAll(".faxnummer-live").forEach(follow);
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin);
  } else {
    begin();
  }
})();
