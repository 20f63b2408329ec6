// Leads on to the list in the reader's language, if the site has one. Without this script its links do.
(() => {
  const links = [...document.querySelectorAll("main a[hreflang]")];
  const meaning = (code) => new Intl.Locale(code).maximize();
  const ways = [(one) => one.baseName, (one) => one.language + one.script, (one) => one.language];
  for (const wanted of navigator.languages || [navigator.language || "en"]) {
    const same = ways.map((way) => links.find((link) => way(meaning(link.hreflang)) === way(meaning(wanted))));
    const link = same.find(Boolean);
    if (link) {
      location.replace(link.href);
      break;
    }
  }
})();
