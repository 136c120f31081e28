export { opaque, parseColor, type Rgba, withAlpha } from '../src/charts/color';
