// SPDX-License-Identifier: Apache-2.0
// Sets the theme before anything is painted: the reader's choice, or the system's.
(function () {
  const key = "ambidex-theme";
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  function chosen() {
    try {
      return localStorage.getItem(key);
    } catch (e) {
      return null;
    }
  }
  function apply() {
    const theme = chosen() || (system.matches ? "dark" : "light");
    document.documentElement.dataset.theme = theme;
    document.dispatchEvent(new Event("themechange"));
  }
  window.ambidexTheme = {
    toggle() {
      const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
      try {
        localStorage.setItem(key, next);
      } catch (e) {
        // Private windows may refuse: the choice lasts until the page is left.
      }
      document.documentElement.dataset.theme = next;
      document.dispatchEvent(new Event("themechange"));
    },
  };
  system.addEventListener("change", apply);
  apply();
})();
