// What a reader sees of a page, measured by the browser.

function size() {
  return [innerWidth, Math.ceil(document.documentElement.getBoundingClientRect().height)];
}

function words(selector) {
  return [...document.querySelectorAll(selector)].map((each) => each.textContent.trim());
}

function rectangle(element) {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return { left, top, right, bottom };
}

/** The boxes that can be seen: places, colours, and whether their words stay inside. */
function boxes() {
  return [...document.querySelectorAll("svg.drawing .box")]
    .filter((box) => box.getClientRects().length)
    .map((box) => {
      const rect = box.querySelector("rect");
      const place = rectangle(rect);
      const style = getComputedStyle(rect);
      const texts = [...box.querySelectorAll("text")].map(rectangle);
      return {
        name: box.dataset.box,
        fate: box.getAttribute("class").split("fate-")[1],
        place,
        look: [style.fill, style.stroke, style.strokeDasharray].join(" "),
        words: [...box.querySelectorAll("text")].map((text) => text.textContent),
        inside: texts.every(
          (text) =>
            text.left >= place.left + 3 && text.right <= place.right - 3 &&
            text.top >= place.top && text.bottom <= place.bottom),
        apart: texts.slice(1).every((text, at) => text.top >= texts[at].bottom - 4),
        visible: style.visibility === "visible" && place.right - place.left > 40,
      };
    });
}

/** Elements whose words go beyond them, or beyond the window. */
function clipped() {
  const page = document.documentElement;
  const found = page.scrollWidth > page.clientWidth ? ["the page"] : [];
  for (const each of document.body.querySelectorAll("*:not(svg, svg *, .unseen, .unseen *)")) {
    const { left, right, width } = each.getBoundingClientRect();
    const beyond = width > 0 && (left < -0.5 || right > page.clientWidth + 0.5);
    if (beyond || (each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1)) {
      found.push(`${each.tagName}: ${each.textContent.trim().slice(0, 60)}`);
    }
  }
  return found;
}

function channels(colour) {
  const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
  return { rgb: [red, green, blue], alpha };
}

function luminance(rgb) {
  const [red, green, blue] = rgb.map((each) => {
    const part = each / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ground(element) {
  const box = element.closest("svg .box");
  if (box) {
    const fill = getComputedStyle(box.querySelector("rect")).fill;
    if (fill !== "none") return channels(fill).rgb;
  }
  for (let each = element; each; each = each.parentElement) {
    const { rgb, alpha } = channels(getComputedStyle(each).backgroundColor);
    if (alpha === 1) return rgb;
  }
  return [255, 255, 255];
}

/** Words with less contrast than WCAG 2.2 asks for at level AA (1.4.3). */
function pale() {
  const found = [];
  for (const each of document.body.querySelectorAll("*")) {
    const own = [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !each.getClientRects().length || each.closest("title")) continue;
    const style = getComputedStyle(each);
    const ink = luminance(channels(each.closest("svg") ? style.fill : style.color).rgb);
    const paper = luminance(ground(each));
    const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    const points = parseFloat(style.fontSize) * 0.75;
    const large = points >= 18 || (points >= 14 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) {
      found.push(`${ratio.toFixed(2)} ${each.tagName}: ${each.textContent.trim().slice(0, 40)}`);
    }
  }
  return found;
}

function brightness() {
  return luminance(channels(getComputedStyle(document.body).backgroundColor).rgb);
}

/** Follows a box's link; says where it led and whether that place can be seen. */
function follow(name) {
  const boxes = [...document.querySelectorAll(`svg.drawing a [data-box="${name}"]`)];
  const box = boxes.find((each) => each.getClientRects().length);
  box.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  const target = document.querySelector(":target");
  const { top } = target.getBoundingClientRect();
  return [target.id, top > -1 && top < innerHeight];
}

function linked() {
  return [...document.querySelectorAll("svg.drawing a")]
    .filter((each) => each.getClientRects().length)
    .map((each) => each.querySelector(".box").dataset.box);
}

function focus(selector) {
  const found = [...document.querySelectorAll(selector)];
  found.find((each) => each.getClientRects().length).focus();
}

/** Tells when the page has been drawn anew: what is folded away is laid out only then. */
function drawn(tell) {
  requestAnimationFrame(() => requestAnimationFrame(() => tell()));
}

/** Entries of folded lists that take up room. */
function unfolded() {
  return [...document.querySelectorAll("details:not([open]) li")]
    .filter((each) => each.checkVisibility({ contentVisibilityAuto: true })).length;
}

function opened() {
  return document.querySelectorAll("details[open]").length;
}
