import { found } from '../case';

/** Classes that derive from others, and names that define themselves. */
export const inheritance = [
  found(
    'a member of a member, of a base class',
    `
import torch.nn as nn
class Base(nn.Module):
    p = 0.3
    def __init__(self):
        super().__init__()
        self.rate = self.p
        self.build()
class Child(Base):
    def build(self):
        self.drop = nn.Dropout(self.rate)
`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'a field that a derived class gives another value',
    `
import torch.nn as nn
class Base(nn.Module):
    p = 0.3
    def build(self):
        self.drop = nn.Dropout(self.p)
class Child(Base):
    p = 0.6
`,
    'dropout ? (self.p is assigned 2 times)',
  ),
  found(
    'an argument that a derived class passes on',
    `
import torch.nn as nn
class Base(nn.Module):
    def __init__(self, drop):
        super().__init__()
        self.d = nn.Dropout(drop)
class Child(Base):
    def __init__(self):
        super().__init__(drop=0.45)
`,
    'dropout 0.45 «0.45»',
  ),
  found(
    'cycle',
    `
import torch.nn as nn
a = b
b = a
e = nn.Dropout(a)
`,
    'dropout ? (b is defined by itself)',
  ),
  found(
    'cycle functions',
    `
import torch.nn as nn
def f(p): return g(p)
def g(p): return f(p)
d = nn.Dropout(f(0.5))
`,
    'dropout ? (computed by f(0.5))',
  ),
  found(
    'self cycle',
    `
import torch.nn as nn
class A(nn.Module):
    def __init__(self):
        self.p = self.q
        self.q = self.p
        self.d = nn.Dropout(self.p)
`,
    'dropout ? (self.q is defined by itself)',
  ),
  found(
    'class inherits itself',
    `
import torch.nn as nn
class A(A):
    def f(self):
        return nn.Dropout(self.p)
class B(C): pass
class C(B):
    def f(self):
        return nn.Dropout(self.p)
`,
    'dropout ? (self.p is not assigned in this file)',
    'dropout ? (self.p is not assigned in this file)',
  ),
  found(
    'a derived class without __init__',
    `
import torch.nn as nn
class Base(nn.Module):
    def __init__(self, p=0.1):
        super().__init__()
        self.d = nn.Dropout(p)
class Child(Base):
    pass
m = Child(p=0.3)
`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'super in Python 2',
    `
import torch.nn as nn
class Base(nn.Module):
    def __init__(self, n, p=0.1):
        super(Base, self).__init__()
        self.d = nn.Dropout(p)
class Child(Base):
    def __init__(self):
        super(Child, self).__init__(3, 0.35)
`,
    'dropout 0.35 «0.35»',
  ),
  found(
    '__init__ of a base class by name',
    `
import torch.nn as nn
class Base(nn.Module):
    def __init__(self, p=0.1):
        nn.Module.__init__(self)
        self.d = nn.Dropout(p)
class Child(Base):
    def __init__(self):
        Base.__init__(self, 0.35)
`,
    'dropout 0.35 «0.35»',
  ),
  found(
    'field of a base through a derived class',
    `
import torch.nn as nn
class A: p = .1
class B(A): pass
d = nn.Dropout(B.p)
`,
    'dropout 0.1 «.1»',
  ),
];
