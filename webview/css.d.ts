/** esbuild bundles what a view's entry imports into `dist/NAME.css`. */
declare module '*.css';
