// Only what the charts use, so that the download stays small.
import { BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts'
import { AxisPointerComponent, GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([
  BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart,
  AxisPointerComponent, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer,
])

export { init }
