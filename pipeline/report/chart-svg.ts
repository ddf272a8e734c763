// A chart as SVG text: the only file that knows the charting library. It needs no browser and no script in the page.

import { init, use } from "echarts/core";
import { BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent,
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  VisualMapPiecewiseComponent,
} from "echarts/components";
import { SVGRenderer } from "echarts/renderers";
import type { EChartsOption } from "echarts";
import { Html, markup } from "./html-escape.ts";

// prettier-ignore
use([
  BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart, AriaComponent, DatasetComponent, GridComponent,
  LegendComponent, MarkAreaComponent, MarkLineComponent, VisualMapPiecewiseComponent, SVGRenderer,
]);

export type ChartSize = { readonly width: number; readonly height: number };

/** `label` says in a sentence what the chart shows: a reader who cannot see it has that and the table beside it. */
export function chartSvg(option: EChartsOption, size: ChartSize, label: string): Html {
  const chart = init(null, null, { renderer: "svg", ssr: true, ...size });
  chart.setOption({ animation: false, ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return markup`<figure class="chart" role="img" aria-label="${label}">${Html.trusted(svg)}</figure>`;
}
