/* Charts are drawn by the server. On a wide page each is replaced, once it is near and the page is at rest, by one of
   Plotly's that can be touched; the same figures, in the same order. On a phone the drawing is the better chart, and four
   hundred kilobytes are not fetched for it. If anything fails, the drawing stays. */

const SETTINGS = { displaylogo: false, displayModeBar: false, responsive: true, showLink: false, showTips: false, scrollZoom: false, doubleClick: false };
const WIDE = matchMedia("(min-width: 46rem)");

const rest = () =>
  new Promise((done) => ("requestIdleCallback" in window ? requestIdleCallback(done, { timeout: 1500 }) : setTimeout(done, 200)));

class ReleasedChart extends HTMLElement {
  connectedCallback() {
    this.near = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && this.begin(), { rootMargin: "200px" });
    this.watch = () => WIDE.matches && this.near.observe(this);
    WIDE.addEventListener("change", this.watch);
    this.watch();
  }

  disconnectedCallback() {
    this.near.disconnect();
    WIDE.removeEventListener("change", this.watch);
  }

  begin() {
    this.disconnectedCallback();
    this.replace().catch(() => this.querySelector(".plotted")?.remove());
  }

  async replace() {
    await rest();
    const { default: Plotly } = await import("plotly.js-basic-dist-min");
    const figure = JSON.parse(this.querySelector("script").textContent);
    const drawing = this.querySelector(".dots");
    const place = document.createElement("div");
    place.className = "plotted";
    // As high as the drawing it replaces, so that nothing below it moves.
    const height = drawing.offsetHeight;
    this.append(place);
    await Plotly.newPlot(place, figure.data, { ...figure.layout, height }, SETTINGS);
    drawing.classList.add("replaced");
  }
}
customElements.define("released-chart", ReleasedChart);
