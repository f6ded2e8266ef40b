// What a page looks like once a browser has laid it out. Every function gives back what is wrong.
({
  name(element) {
    const id = element.id ? `#${element.id}` : "";
    const mark = element.classList.length ? `.${[...element.classList].join(".")}` : "";
    const words = element.textContent.trim().replace(/\s+/g, " ").slice(0, 40);
    return `${element.tagName.toLowerCase()}${id}${mark} "${words}"`;
  },

  isSeen(element) {
    return element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  },

  // --- Headings and focus ---

  headings() {
    const levels = [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map((h) => +h.tagName[1]);
    const skipped = levels.filter((level, k) => level > (k ? levels[k - 1] : 0) + 1);
    return { first: levels[0], h1: levels.filter((level) => level === 1).length, skipped };
  },

  focusable() {
    const all = "a[href],button,input,select,textarea,summary,[tabindex]";
    return [...document.querySelectorAll(all)].filter((e) => e.tabIndex >= 0 && this.isSeen(e));
  },

  positiveTabIndexes() {
    return [...document.querySelectorAll("[tabindex]")].filter((e) => e.tabIndex > 0).length;
  },

  focusedAt() {
    return this.focusable().indexOf(document.activeElement);
  },

  // where nothing in the content takes the focus, it goes on behind it
  isFocusPastSkip() {
    const main = document.querySelector("main");
    const place = main.compareDocumentPosition(document.activeElement);
    const isBehind = (place & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
    const isNone = !this.focusable().some((e) => main.contains(e));
    return isNone ? isBehind || document.activeElement === document.body
      : main.contains(document.activeElement);
  },

  isFocusSeen() {
    const box = document.activeElement.getBoundingClientRect();
    const style = getComputedStyle(document.activeElement);
    const isRinged = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return isRinged && box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.width > 0;
  },

  // --- Widths ---

  tooWide() {
    if (document.scrollingElement.scrollWidth <= document.documentElement.clientWidth) return [];
    const most = document.documentElement.clientWidth;
    const scrolls = (e) => e.parentElement && (
      ["auto", "scroll", "hidden"].includes(getComputedStyle(e.parentElement).overflowX)
      || scrolls(e.parentElement));
    return [...document.body.querySelectorAll("*")]
      .filter((e) => e.getBoundingClientRect().right > most + 0.5 && !scrolls(e))
      .slice(0, 5).map((e) => `${this.name(e)} ${Math.round(e.getBoundingClientRect().right)}`)
      .concat(`page ${document.scrollingElement.scrollWidth} > ${most}`);
  },

  spaceOut() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`*{line-height:1.5!important;letter-spacing:.12em!important;
      word-spacing:.16em!important}p{margin-bottom:2em!important}`);
    document.adoptedStyleSheets = [sheet];
  },

  spaceBack() {
    document.adoptedStyleSheets = [];
  },

  // --- Motion ---

  moving() {
    const lasts = (text) => text.split(",").some((one) => parseFloat(one) > 0);
    return [...document.querySelectorAll("*")].filter((e) => {
      const style = getComputedStyle(e);
      return lasts(style.animationDuration) || lasts(style.transitionDuration)
        || style.scrollBehavior === "smooth";
    }).map((e) => this.name(e));
  },

  // --- Contrast of drawings, which axe does not judge ---

  rgba(text) {
    const found = text.match(/rgba?\(([^)]+)\)/);
    if (!found) return null;
    const [r, g, b, a = 1] = found[1].split(/[ ,/]+/).map(Number);
    return [r, g, b, a];
  },

  luminance([r, g, b]) {
    const linear = [r, g, b].map((c) => c / 255).map(
      (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  },

  ratio(one, other) {
    const [low, high] = [this.luminance(one), this.luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  },

  behind(element) {
    for (let at = element; at; at = at.parentElement) {
      const colour = this.rgba(getComputedStyle(at).backgroundColor);
      if (colour && colour[3] === 1) return colour;
    }
    return [255, 255, 255, 1];
  },

  paint(element, property) {
    const style = getComputedStyle(element);
    const colour = this.rgba(style[property]);
    if (!colour || colour[3] === 0 || +style[`${property}Opacity`] === 0) return null;
    if (property === "stroke" && parseFloat(style.strokeWidth) === 0) return null;
    return colour;
  },

  // grid lines, bands and the ground are there to be faint
  quiet() {
    const style = getComputedStyle(document.documentElement);
    const probe = document.createElement("i");
    document.body.append(probe);
    const colours = ["grid", "rule", "band", "soft", "surface"].map((token) => {
      probe.style.color = style.getPropertyValue(`--viz-${token}`);
      return getComputedStyle(probe).color;
    });
    probe.remove();
    return new Set(colours);
  },

  faint() {
    const quiet = this.quiet();
    const weak = [];
    let texts = 0, marks = 0;
    for (const svg of document.querySelectorAll("svg:not(.sprite)")) {
      if (!this.isSeen(svg)) continue;
      const ground = this.behind(svg.parentElement);
      for (const one of svg.querySelectorAll("text")) {
        const ink = this.paint(one, "fill");
        const halo = this.paint(one, "stroke");
        const grounds = halo ? [halo, ground] : [ground];
        const least = Math.min(...grounds.map((g) => this.ratio(ink, g)));
        texts += 1;
        if (least < 4.5) weak.push(`text ${this.name(one)} ${least.toFixed(2)}`);
      }
      for (const one of svg.querySelectorAll("path,circle,rect,line,polyline,polygon,use")) {
        if (one.closest("defs,clipPath,symbol")) continue;
        const isIcon = one.getAttribute("href")?.startsWith("#icon-");
        const paints = isIcon ? ["color"] : ["fill", "stroke"];
        const colours = paints.map((p) => this.paint(one, p)).filter(
          (c) => c && !quiet.has(`rgb(${c[0]}, ${c[1]}, ${c[2]})`));
        if (!colours.length) continue;
        const most = Math.max(...colours.map((c) => this.ratio(c, ground)));
        marks += 1;
        if (most < 3) weak.push(`mark ${one.outerHTML.slice(0, 120)} ${most.toFixed(2)}`);
      }
    }
    return { texts, marks, weak };
  },

  // grounds are plain colours here, so the nearest opaque one is what a text stands on
  pale() {
    const weak = new Set();
    let texts = 0;
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim() || element.closest("svg") || !this.isSeen(element)) continue;
      const style = getComputedStyle(element);
      const size = parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && +style.fontWeight >= 700);
      const least = this.ratio(this.rgba(style.color), this.behind(element));
      texts += 1;
      if (least < (isLarge ? 3 : 4.5)) weak.add(`${this.name(element)} ${least.toFixed(2)}`);
    }
    return { texts, weak: [...weak] };
  },

  height() {
    return document.documentElement.scrollHeight;
  },

  elements() {
    return document.querySelectorAll("*").length;
  },

  // --- Print ---

  cut(height) {
    const all = [...document.querySelectorAll("tr,figure,blockquote,.card,.goal,.tiles li")];
    const breaks = all.filter((e) => this.isSeen(e)).filter((e) => {
      const isWhole = getComputedStyle(e).breakInside.startsWith("avoid")
        || e.closest(".keep") !== null;
      return !isWhole || e.getBoundingClientRect().height > height;
    });
    return breaks.map((e) => `${this.name(e)} ${Math.round(e.getBoundingClientRect().height)}`);
  },

  small(pixels) {
    const found = new Map();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim() || !this.isSeen(element) || element.closest("title,desc")) continue;
      const svg = element.closest("svg");
      const scale = svg ? svg.getScreenCTM().a : 1;
      const size = parseFloat(getComputedStyle(element).fontSize) * scale;
      if (size < pixels - 0.05) {
        const key = `${element.tagName.toLowerCase()} in ${this.name(element.parentElement)}`;
        found.set(`${size.toFixed(1)} ${svg ? "chart" : key}`, size);
      }
    }
    return [...found.keys()];
  },
})
