// A chart as SVG text: the only file that knows the charting library. It needs no browser and no script in the page.
// Colours are given as `var(--name)` of the style sheet, so that a chart follows light and dark as the text does.

import { createRequire } from "node:module";
import type { EChartsOption } from "echarts";
import { digestOf } from "../../model/digest.ts";
import { Html, markup } from "../safe/html-escape.ts";

type Library = typeof import("echarts/core");

let loaded: Library | undefined;

/** Six hundred modules, read with the first chart: most runs have none. */
function library(): Library {
  if (loaded) return loaded;
  const load = createRequire(import.meta.url);
  loaded = load("echarts/core") as Library;
  const charts = load("echarts/charts") as typeof import("echarts/charts");
  const components = load("echarts/components") as typeof import("echarts/components");
  const { SVGRenderer } = load("echarts/renderers") as typeof import("echarts/renderers");
  const { BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart } = charts;
  const { AriaComponent, DatasetComponent, GridComponent, LegendComponent } = components;
  const { MarkAreaComponent, MarkLineComponent, VisualMapPiecewiseComponent } = components;
  // prettier-ignore
  loaded.use([
    BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart, AriaComponent, DatasetComponent, GridComponent,
    LegendComponent, MarkAreaComponent, MarkLineComponent, VisualMapPiecewiseComponent, SVGRenderer,
  ]);
  return loaded;
}

export type ChartSize = { readonly width: number; readonly height: number };

/** `label` says in a sentence what the chart shows: a reader who cannot see it has that and the table beside it. */
export function chartSvg(option: EChartsOption, size: ChartSize, label: string): Html {
  const chart = library().init(null, null, { renderer: "svg", ssr: true, ...size });
  chart.setOption({ animation: false, ...option });
  const svg = strict(chart.renderToSVGString(), digestOf(label).slice(0, 8));
  chart.dispose();
  return markup`<figure class="chart" role="img" aria-label="${label}">${Html.trusted(svg)}</figure>`;
}

/** The page's policy allows no style in it; names are the same whenever it is drawn, and each chart has its own. */
function strict(svg: string, name: string): string {
  return svg
    .replace(/<style\b[^]*?<\/style>\n*/gu, "")
    .replace(/ (?:style|class|pointer-events|ecmeta_\w+)="[^"]*"/gu, "")
    .replace(/\bzr\d+-/gu, `c${name}-`);
}
