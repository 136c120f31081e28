import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultExperiment } from '../../src/experiment/defaults';
import { editExperiment } from '../../src/experiment/edit';
import { type FormField, formSections } from '../../src/experiment/form';
import { checkText, textOf } from '../../webview/components/fields/check';
import { Draft } from '../../webview/components/fields/draft';
import { fieldScale, listScale, roundValues, stepped } from '../../webview/components/fields/scale';
import { concerns, isChanged, isNested, isShown, sectionModel } from '../../webview/components/form-model';

const sections = formSections(defaultExperiment());
const fields = sections.flatMap((section) => section.fields);

function fieldAt(path: string): FormField {
  const found = fields.find((field) => field.path.join('.') === path);
  assert.ok(found, `no field ${path}`);
  return found;
}

const problemOf = (path: string, text: string): string => {
  const checked = checkText(fieldAt(path), text);
  return checked.ok ? '' : checked.problem;
};

describe('what a person types', () => {
  it('is read as the field means it', () => {
    assert.deepEqual(checkText(fieldAt('training.learningRate'), ' 1e-3 '), { ok: true, value: 0.001 });
    assert.deepEqual(checkText(fieldAt('training.learningRate'), '0,01'), { ok: true, value: 0.01 });
    for (const text of ['128 64;32', '128-64-32', '128 - 64 × 32', '128, 64,, 32,'])
      assert.deepEqual(checkText(fieldAt('network.hidden'), text), { ok: true, value: [128, 64, 32] });
    assert.deepEqual(checkText(fieldAt('network.hidden'), ''), { ok: true, value: [] });
    assert.deepEqual(checkText(fieldAt('training.epochs'), ''), { ok: true, value: undefined });
    assert.deepEqual(checkText(fieldAt('name'), ' a b '), { ok: true, value: 'a b' });
  });

  it('is refused with what is allowed', () => {
    assert.match(problemOf('training.batchSize', '0.5'), /“0\.5”.*whole number.*1/);
    assert.match(problemOf('training.batchSize', '0'), /1/);
    assert.match(problemOf('dropout.ratio', '1'), /below 1/);
    assert.match(problemOf('training.learningRate', 'fast'), /“fast”.*above 0/);
    assert.match(problemOf('network.hidden', '128, x'), /“x”/);
    for (const text of ['-64', '128, -64', '128 -64'])
      assert.match(problemOf('network.hidden', text), /“-64”/);
    assert.match(problemOf('network.hidden', Array(17).fill(1).join(' ')), /17.*16/);
    assert.match(problemOf('name', 'a'.repeat(201)), /201.*200/);
  });

  it('is allowed here exactly when the experiment allows it', () => {
    const numbers = fields.filter(({ kind }) => kind === 'number' || kind === 'integer');
    const value = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.constant(0));
    fc.assert(
      fc.property(fc.constantFrom(...numbers), value, (field, number) => {
        const here = checkText(field, String(number)).ok;
        const there = editExperiment(defaultExperiment(), field.path, number);
        const about = there.ok ? [] : there.problems.filter(({ path }) => concerns(path, field));
        assert.equal(here, about.length === 0, `${field.path.join('.')} = ${number}`);
      }),
    );
  });

  it('comes back as it is shown', () => {
    for (const field of fields.filter(({ kind }) => kind !== 'choice' && kind !== 'boolean')) {
      if (field.kind === 'placement') continue;
      const checked = checkText(field, textOf(field));
      assert.ok(checked.ok);
      if (textOf(field) !== '') assert.deepEqual(checked.value, field.value);
    }
  });
});

describe('text between the keys and the answer', () => {
  it('stays while it is being typed, and gives way to news afterwards', () => {
    const draft = new Draft();
    draft.receive(1, false);
    draft.type('12');
    assert.equal(draft.receive(5, true), false);
    assert.equal(draft.shown('5'), '12');
    assert.equal(draft.receive(6, false), true);
    assert.equal(draft.shown('6'), '6');
  });

  it('comes back when it was refused, though the old value does too', () => {
    const draft = new Draft();
    draft.receive(300, true);
    draft.type('777');
    draft.commit('777');
    draft.receive(777, true);
    assert.equal(draft.shown('777'), '777');
    draft.refused();
    assert.equal(draft.receive(300, false), false);
    assert.equal(draft.shown('300'), '777');
    draft.revert();
    assert.equal(draft.shown('300'), '300');
  });
});

describe('sliders of the form', () => {
  it('go from end to end in ascending values', () => {
    for (const field of fields) {
      const scale = fieldScale(field);
      if (!scale) continue;
      assert.ok(scale.last >= 1, field.title);
      for (let position = 0; position <= scale.last; position++) {
        const value = scale.valueAt(position);
        assert.equal(scale.positionOf(value), position, `${field.title} ${value}`);
        assert.ok(checkText(field, String(value)).ok, `${field.title} ${value}`);
        if (position > 0) assert.ok(value > scale.valueAt(position - 1));
      }
    }
  });

  it('offer the numbers that people use', () => {
    const batches = roundValues(1, 512, true);
    for (const size of [1, 2, 16, 32, 64, 100, 128, 256, 512]) assert.ok(batches.includes(size), `${size}`);
    assert.deepEqual(
      roundValues(0.01, 0.1, false),
      [0.01, 0.012, 0.015, 0.02, 0.025, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1],
    );
  });

  it('find the nearest value by its ratio', () => {
    const scale = listScale([1, 10, 100]);
    assert.deepEqual([0.1, 3, 4, 31, 32, 1e9].map(scale.positionOf), [0, 0, 1, 1, 2, 2]);
  });

  it('are left out where there is no span to drag in', () => {
    assert.equal(fieldScale(fieldAt('seed')), undefined);
    assert.equal(fieldScale(fieldAt('training.weightDecay')), undefined);
    assert.equal(fieldScale(fieldAt('network.activation')), undefined);
  });

  it('move by keys in the direction of the key, from any value', () => {
    const numbers = fields.filter(({ kind }) => kind === 'number' || kind === 'integer');
    fc.assert(
      fc.property(
        fc.constantFrom(...numbers),
        fc.double({ min: 1e-6, max: 5e5, noNaN: true }),
        (field, any) => {
          const value = field.kind === 'integer' ? Math.ceil(any) : any;
          if (!checkText(field, String(value)).ok) return;
          assert.ok(stepped(field, value, 1) >= value);
          assert.ok(stepped(field, value, -1) <= value);
        },
      ),
    );
  });

  it('step beyond the slider too', () => {
    const batch = fieldAt('training.batchSize');
    assert.equal(stepped(batch, 512, 1), 522);
    assert.equal(stepped(batch, 2000, -1), 1900);
    assert.equal(stepped(batch, 33, -1), 32);
    assert.equal(stepped(batch, 33, 1), 40);
  });
});

describe('sections of the form', () => {
  const training = sections.find(({ id }) => id === 'training')!;

  it('keep what is advanced for those who ask', () => {
    const model = sectionModel(training, { folded: [], unfoldedMore: [] });
    assert.ok(model.shown.length > 0 && model.more.length > 0);
    assert.ok(model.shown.every((field) => isShown(model, field)));
    assert.ok(model.more.every((field) => !isShown(model, field)));
    const all = sectionModel(training, { folded: [], unfoldedMore: ['training'] });
    assert.ok(all.more.every((field) => isShown(all, field)));
    const folded = sectionModel(training, { folded: ['training'], unfoldedMore: ['training'] });
    assert.ok(training.fields.every((field) => !isShown(folded, field)));
  });

  it('count the changes that do not show', () => {
    const edited = editExperiment(defaultExperiment(), ['training', 'weightDecay'], 0.1);
    assert.ok(edited.ok);
    const section = formSections(edited.experiment).find(({ id }) => id === 'training')!;
    assert.equal(sectionModel(section, { folded: [], unfoldedMore: [] }).changedInMore, 1);
  });

  it('mark what differs from the default', () => {
    assert.equal(isChanged({ ...fieldAt('training.epochs'), value: 300, default: 300 }), false);
    assert.equal(isChanged({ ...fieldAt('training.epochs'), value: 301, default: 300 }), true);
    assert.equal(isChanged(fieldAt('dropout.placement')), false);
  });

  it('know which refusal is about which field', () => {
    const placement = fieldAt('dropout.placement');
    assert.ok(concerns(['dropout', 'placement', 'hidden', 1], placement));
    assert.ok(concerns(['dropout', 'placement'], placement));
    assert.ok(!concerns(['dropout'], placement));
    assert.ok(!concerns(['dropout', 'ratio'], placement));
  });

  it('set the parameters of a choice apart', () => {
    const edited = editExperiment(defaultExperiment(), ['training', 'schedule', 'kind'], 'step');
    assert.ok(edited.ok);
    const inSchedule = formSections(edited.experiment)
      .flatMap((section) => section.fields)
      .filter(({ path }) => path[1] === 'schedule' && path[0] === 'training');
    assert.deepEqual(
      inSchedule.map((field) => isNested(field)),
      [false, true, true],
    );
  });
});

describe('texts and pairs', () => {
  const csv = editExperiment(defaultExperiment(), ['data'], {
    source: 'csv',
    file: 'a.csv',
    missing: ['-999', 'a, b'],
    columns: { Id: 'leaveOut', 'a: b': 'category' },
    header: false,
  });
  assert.ok(csv.ok);
  const data = formSections(csv.experiment).find(({ id }) => id === 'data')!.fields;
  const at = (key: string) => data.find(({ path }) => path[1] === key)!;

  it('come back as they are shown', () => {
    assert.equal(textOf(at('missing')), '-999, "a, b"');
    assert.equal(textOf(at('columns')), 'Id: leaveOut, "a: b": category');
    for (const key of ['missing', 'columns'])
      assert.deepEqual(checkText(at(key), textOf(at(key))), { ok: true, value: at(key).value });
    assert.deepEqual(checkText(at('missing'), ''), { ok: true, value: undefined });
  });

  it('are refused with what is allowed', () => {
    for (const text of ['Id', 'Id: gone', 'Id leaveOut', 'a: number, b', '"a: number']) {
      const checked = checkText(at('columns'), text);
      assert.ok(!checked.ok && /one of number, category, leaveOut/.test(checked.problem), text);
    }
    const open = checkText(at('missing'), '"a');
    assert.ok(!open.ok && /separated by commas/.test(open.problem));
  });

  it('what may be true, false or left out is a choice of three', () => {
    const { kind, isFlag, optional, value, options } = at('header');
    assert.deepEqual([kind, isFlag, optional, value], ['choice', true, true, false]);
    assert.deepEqual(
      options?.map(({ id }) => id),
      ['true', 'false'],
    );
  });
});
