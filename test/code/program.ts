const unit = (n: number) => `
class Net${n}(nn.Module):
    """A network with nn.Dropout(0.9) in its words."""

    def __init__(self, hidden=${16 + n}, rate=0.${1 + (n % 9)}):
        super().__init__()
        self.fc1 = nn.Linear(784, hidden)
        self.drop = nn.Dropout(rate)
        self.fc2 = nn.Linear(hidden, 10)

    def forward(self, x):
        x = self.drop(F.relu(self.fc1(x)))
        return self.fc2(x)


def train${n}(data, lr=1e-${1 + (n % 5)}, epochs=${n + 1}):
    model = Net${n}()
    optimizer = optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    for epoch in range(epochs):
        for batch in DataLoader(data, batch_size=32):
            loss = model(batch).sum()
            loss.backward()
            optimizer.step()
    return model
`;

const header = `import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
from torch.utils.data import DataLoader
`;

/** Characters of a class with its training function. */
export const UNIT_LENGTH = unit(0).length;

/** A program of so many classes, each with the function that trains it: 25 lines each, and five of imports. */
export function program(units: number): string {
  return header + Array.from({ length: units }, (_, n) => unit(n)).join('');
}

/** Python without a hyperparameter, as most of a workspace is. */
export const ordinary = (n: number) => `

def records${n}(path, limit=${n + 1}):
    """Reads the first records of a file."""
    with open(path) as file:
        for index, line in enumerate(file):
            if index >= limit:
                return
            yield json.loads(line)


def summary${n}(rows):
    totals = {}
    for row in rows:
        totals[row['kind']] = totals.get(row['kind'], 0) + row['amount']
    return sorted(totals.items(), key=lambda item: -item[1])
`;

/** About so many lines as people write them: a network with its training, then four times as much of other code. */
export function mixedProgram(lines: number): string {
  const part = (n: number) => unit(n) + Array.from({ length: 5 }, (_, k) => ordinary(5 * n + k)).join('');
  const perPart = part(0).split('\n').length - 1;
  return header + Array.from({ length: Math.round(lines / perPart) }, (_, n) => part(n)).join('');
}
