/* Looks again every few seconds as long as a step follows the faxes. */
(function () {
  "use strict";
  const PAUSE = 5000;

  function refresh(element) {
    fetch(element.dataset.url, { credentials: "same-origin" })
      .then(function (response) {
        if (!response.ok) {
          throw new Error(response.status);
        }
        return response.text();
      })
      .then(function (html) {
        const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-live]");
        if (fresh) {
          element.replaceChildren(fresh);
          element.dataset.live = fresh.dataset.live;
        }
      })
      .catch(function () {
        /* Jenkins may be restarting: the next try will tell. */
      })
      .finally(function () {
        follow(element);
      });
  }

  function follow(element) {
    if (element.dataset.live === "true" && element.isConnected) {
      setTimeout(function () {
        refresh(element);
      }, PAUSE);
    }
  }

  function begin() {
    document.querySelectorAll(".faxnummer-deliveries").forEach(follow);
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin);
  } else {
    begin();
  }
})();
