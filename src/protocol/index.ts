// Terms. A *run* is what a person starts: one experiment. It has *members*: one training for each variant (dropout,
// baseline) and seed. A worker thread trains one member at a time; a member in a worker is a *job*.

export * from './frame';
export * from './from-view';
export * from './own-training-state';
export * from './run-progress';
export * from './run-state';
export * from './search-state';
export * from './state';
export * from './to-view';
export * from './worker';
