import * as l10n from '@vscode/l10n';
import type { NetworkFrame, NetworkSite } from '../../src/protocol';
import { withAlpha } from '../color';
import { formatCount } from '../format';
import type { Theme } from '../theme';
import type { Column, NetworkLayout } from './network-layout';

/** Edges are drawn in so many strengths, so that a thousand of them are a few strokes. */
const STRENGTHS = 5;
/** Weights below this share of the greatest of their layer are not drawn. */
const FAINTEST = 0.06;

/** Draws a network. Without a frame it is drawn idle: every connection alike, no activations. */
export function paintNetwork(
  context: CanvasRenderingContext2D,
  layout: NetworkLayout,
  frame: NetworkFrame | null,
  theme: Theme,
): void {
  context.clearRect(0, 0, layout.width, layout.height);
  context.lineCap = 'butt';
  if (frame) paintEdges(context, layout, frame, theme);
  else paintIdleEdges(context, layout, theme);
  layout.columns.forEach((column, index) => {
    if (column.thumbnail) paintPicture(context, column, frame?.sites[index], theme);
    else paintColumn(context, column, frame?.sites[index], theme);
    paintMore(context, column, layout.width / layout.columns.length - 4, theme);
  });
}

function paintIdleEdges(context: CanvasRenderingContext2D, { columns }: NetworkLayout, theme: Theme): void {
  context.beginPath();
  for (let gap = 0; gap + 1 < columns.length; gap++) {
    const [from, to] = [columns[gap], columns[gap + 1]];
    for (let i = 0; i < from.xs.length; i++) {
      for (let j = 0; j < to.xs.length; j++) {
        context.moveTo(from.xs[i], from.ys[i]);
        context.lineTo(to.xs[j], to.ys[j]);
      }
    }
  }
  context.lineWidth = 0.75;
  context.strokeStyle = withAlpha(theme.muted, 0.18);
  context.stroke();
}

/** One path for each sign and strength: first the faint ones, so that the strong ones lie on top. */
function paintEdges(
  context: CanvasRenderingContext2D,
  { columns }: NetworkLayout,
  { sites, weights }: NetworkFrame,
  theme: Theme,
): void {
  const paths = Array.from({ length: STRENGTHS * 2 }, () => new Path2D());
  for (let gap = 0; gap + 1 < columns.length; gap++) {
    collectEdges(paths, columns[gap], columns[gap + 1], sites[gap], sites[gap + 1], weights[gap]);
  }
  paths.forEach((path, index) => {
    const strength = ((index >> 1) + 1) / STRENGTHS;
    context.lineWidth = 0.5 + 1.5 * strength;
    context.strokeStyle = withAlpha(index & 1 ? theme.baseline : theme.dropout, 0.06 + 0.64 * strength);
    context.stroke(path);
  });
}

function collectEdges(
  paths: readonly Path2D[],
  from: Column,
  to: Column,
  left: NetworkSite,
  right: NetworkSite,
  weights: Float32Array,
): void {
  const stride = right.indices.length;
  const greatest = magnitude(weights);
  for (let i = 0; i < from.xs.length; i++) {
    // A dropped neuron sends nothing forward and takes nothing backward.
    if (left.kept[i] === 0) continue;
    for (let j = 0; j < to.xs.length; j++) {
      const share = weights[i * stride + j] / greatest;
      const size = Math.abs(share);
      if (right.kept[j] === 0 || !(size >= FAINTEST)) continue;
      const bucket = Math.min(STRENGTHS - 1, Math.floor(size * STRENGTHS));
      const path = paths[bucket * 2 + (share < 0 ? 1 : 0)];
      path.moveTo(from.xs[i], from.ys[i]);
      path.lineTo(to.xs[j], to.ys[j]);
    }
  }
}

/** The greatest finite magnitude; 1 where there is none. */
function magnitude(values: Float32Array): number {
  let greatest = 0;
  for (const value of values) {
    const size = Math.abs(value);
    if (size > greatest && size < Number.POSITIVE_INFINITY) greatest = size;
  }
  return greatest || 1;
}

function paintColumn(
  context: CanvasRenderingContext2D,
  column: Column,
  site: NetworkSite | undefined,
  theme: Theme,
): void {
  const greatest = site ? magnitude(site.activations) : 1;
  for (let i = 0; i < column.xs.length; i++) {
    if (site?.kept[i] === 0) paintDropped(context, column.xs[i], column.ys[i], column.radius, theme);
    else {
      const share = site ? site.activations[i] / greatest : 0;
      paintKept(context, column.xs[i], column.ys[i], column.radius, share, theme);
    }
  }
}

function paintKept(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  share: number,
  theme: Theme,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = theme.background;
  context.fill();
  const size = Math.min(1, Math.abs(share));
  if (size > 0.01) {
    context.fillStyle = withAlpha(share < 0 ? theme.baseline : theme.dropout, 0.12 + 0.88 * size);
    context.fill();
  }
  context.lineWidth = 1.25;
  context.strokeStyle = withAlpha(theme.foreground, 0.75);
  context.stroke();
}

function paintDropped(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  theme: Theme,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.setLineDash([2, 2]);
  context.lineWidth = 1;
  context.strokeStyle = withAlpha(theme.foreground, 0.45);
  context.stroke();
  context.setLineDash([]);
  const arm = radius * 0.5;
  context.beginPath();
  context.moveTo(x - arm, y - arm);
  context.lineTo(x + arm, y + arm);
  context.moveTo(x + arm, y - arm);
  context.lineTo(x - arm, y + arm);
  context.lineWidth = 1.5;
  context.strokeStyle = theme.error;
  context.stroke();
}

/** The pixels of the input: a faint grid, and on it the pixels whose weights are drawn. */
function paintPicture(
  context: CanvasRenderingContext2D,
  column: Column,
  site: NetworkSite | undefined,
  theme: Theme,
): void {
  const { left, top, columns, rows, cell } = column.thumbnail!;
  const [width, height] = [cell * columns, cell * rows];
  context.fillStyle = theme.background;
  context.fillRect(left, top, width, height);
  context.beginPath();
  for (let i = 1; i < columns; i++) line(context, left + i * cell, top, left + i * cell, top + height);
  for (let i = 1; i < rows; i++) line(context, left, top + i * cell, left + width, top + i * cell);
  context.lineWidth = 0.5;
  context.strokeStyle = withAlpha(theme.muted, 0.25);
  context.stroke();
  context.lineWidth = 1;
  context.strokeStyle = withAlpha(theme.foreground, 0.6);
  context.strokeRect(left, top, width, height);
  const greatest = site ? magnitude(site.activations) : 1;
  for (let i = 0; i < column.xs.length; i++) {
    paintPixel(context, column, i, site?.kept[i] === 0, site ? site.activations[i] / greatest : 0, theme);
  }
}

function paintPixel(
  context: CanvasRenderingContext2D,
  column: Column,
  index: number,
  dropped: boolean,
  share: number,
  theme: Theme,
): void {
  const radius = Math.max(2, column.radius);
  const [x, y] = [column.xs[index], column.ys[index]];
  if (dropped) {
    paintDropped(context, x, y, radius + 1, theme);
    return;
  }
  context.fillStyle = theme.background;
  context.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
  context.fillStyle = withAlpha(theme.dropout, 0.1 + 0.9 * Math.min(1, Math.abs(share)));
  context.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
  context.lineWidth = 1;
  context.strokeStyle = withAlpha(theme.foreground, 0.75);
  context.strokeRect(x - radius, y - radius, 2 * radius, 2 * radius);
}

function line(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
}

/** @param room the width that the words may take; without it the number alone is said. */
function paintMore(context: CanvasRenderingContext2D, column: Column, room: number, theme: Theme): void {
  if (!column.more) return;
  context.font = `${Math.max(10, theme.fontSize - 2)}px ${theme.fontFamily}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = theme.muted;
  const text = l10n.t('+{0} more', formatCount(column.more.count));
  const fits = context.measureText(text).width < room;
  context.fillText(fits ? text : `+${formatCount(column.more.count)}`, column.x, column.more.y);
}
