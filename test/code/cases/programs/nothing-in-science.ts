import { never } from '../case';

/** Words that mean something else in statistics, science and pictures. */
export const nothingInScience = [
  never(
    'linear regression named lr',
    `
from sklearn.linear_model import LinearRegression
lr = LinearRegression()
lr.fit(X, y)
print(lr.score(X, y))
`,
  ),
  never(
    'logistic',
    `
from sklearn.linear_model import LogisticRegression
lr = LogisticRegression(C=0.1, max_iter=1000, penalty='l2')
lr_pred = lr.predict(X)
`,
  ),
  never(
    'dropout function var',
    `
import numpy as np
dropout = lambda x: x[~np.isnan(x)]
dropout_times = [0.1, 0.2, 3.5]
print(dropout(np.array(dropout_times)))
`,
  ),
  never(
    'dropna',
    `
import pandas as pd
df = pd.read_csv("x.csv").dropna(thresh=0.5).drop(columns=['lr'])
df = df.drop_duplicates()
`,
  ),
  never(
    'college',
    `
import pandas as pd
college = pd.DataFrame({"dropout": [0.1, 0.2], "year": [2001, 2002]})
dropout_rate = college["dropout"].mean()
print(dropout_rate)
`,
  ),
  never(
    'college constant in stats',
    `
import pandas as pd
import statsmodels.api as sm
dropout_rate = 0.23
print("share of students that leave:", dropout_rate)
`,
  ),
  never(
    'physics momentum',
    `
import numpy as np
mass = 0.3
momentum = 0.9 * mass
lr = 0.5
def collide(p1, p2):
    return p1 + p2
`,
  ),
  never(
    'shadowed nn',
    `
import numpy as np
class nn:
    @staticmethod
    def Dropout(x):
        return x
nn.Dropout(0.5)
`,
  ),
  never(
    'model.fit sklearn',
    `
from sklearn.svm import SVC
clf = SVC(C=0.1)
clf.fit(X, y)
`,
  ),
  never(
    'optimizer scipy',
    `
from scipy.optimize import minimize, SGD
res = minimize(f, x0, method='BFGS', tol=1e-6)
`,
  ),
  never(
    'astronomy epochs',
    `
from astropy.time import Time
epochs = 3
num_epochs = 12
t = Time("J2000")
`,
  ),
  never(
    'eeg mne epochs',
    `
import mne
epochs = mne.Epochs(raw, events, tmin=-0.2, tmax=0.5, baseline=(None, 0))
evoked = epochs.average()
n_epochs = 40
`,
  ),
  never(
    'lightgbm',
    `
import lightgbm as lgb
params = {'learning_rate': 0.05, 'num_leaves': 31, 'feature_fraction': 0.9}
m = lgb.LGBMRegressor(learning_rate=0.05, n_estimators=1000)
`,
  ),
  never(
    'gbm sklearn',
    `
from sklearn.ensemble import GradientBoostingClassifier, AdaBoostClassifier
g = GradientBoostingClassifier(n_estimators=100, learning_rate=0.1, subsample=0.8)
a = AdaBoostClassifier(n_estimators=50, learning_rate=1.0)
`,
  ),
  never(
    'xgb params',
    `
import xgboost as xgb
params = {"eta": 0.3, "learning_rate": 0.1, "rate_drop": 0.1}
bst = xgb.train(params, dtrain, 10)
`,
  ),
  never(
    'tsne',
    `
from sklearn.manifold import TSNE
t = TSNE(n_components=2, learning_rate=200.0, init='random')
`,
  ),
  never(
    'CoarseDropout albumentations',
    `
import albumentations as A
aug = A.Compose([A.CoarseDropout(max_holes=8, p=0.5), A.GridDropout(ratio=0.5), A.ChannelDropout(p=0.3)])
`,
  ),
  never(
    'imgaug',
    `
import imgaug.augmenters as iaa
seq = iaa.Sequential([iaa.Dropout(0.05), iaa.CoarseDropout((0.0, 0.05), size_percent=0.02)])
`,
  ),
  never(
    'word embeddings gensim',
    `
from gensim.models import Word2Vec
w = Word2Vec(s, vector_size=100, alpha=0.025, epochs=5, batch_words=10000)
`,
  ),
  never(
    'zero-division chart',
    `
import matplotlib.pyplot as plt
lr = 0.2
plt.plot([1, 2], [lr, lr])
`,
  ),
  never(
    'set of keyword only dropout of other lib',
    `
import networkx as nx
g = nx.fast_gnp_random_graph(100, p=0.05)
simulate(g, dropout=0.1)
`,
  ),
  never(
    'likelihood ratio',
    `
from scipy import stats
lr = 2 * (ll1 - ll0)
lr = 3.84
p = stats.chi2.sf(lr, 1)
`,
  ),
  never(
    'momentum indicator pandas',
    `
import pandas as pd
momentum = 14
df["mom"] = df.close.diff(momentum)
`,
  ),
  never(
    'mask dropout by hand word',
    `
import numpy as np
dropout_mask = np.ones(3)
dropout_idx = 4
dropouts = 0.3
`,
  ),
  never(
    'keras plot',
    `
import matplotlib.pyplot as plt
epochs = range(1, 21)
plt.plot(epochs, loss, 'bo')
plt.xlabel('epochs')
`,
  ),
  never(
    'data split',
    `
from sklearn.model_selection import train_test_split
a, b = train_test_split(X, test_size=0.2, random_state=42)
`,
  ),
  never(
    'wd pixel',
    `
import cv2
wd, ht = 640, 480
wd = 0.5
`,
  ),
  never(
    'pandas rolling momentum and epochs list',
    `
import pandas as pd
df["momentum"] = 0.5
df["lr"] = 0.1
df["epochs"] = 5
`,
  ),
  never(
    'plotly dropout graph',
    `
import plotly.express as px
fig = px.line(x=[0.1, 0.5], y=[1, 2], labels={"x": "dropout"})
`,
  ),
  never(
    'a share of students, with scikit-learn',
    `
from sklearn.ensemble import RandomForestClassifier
import pandas as pd
df = pd.read_csv("students.csv")
dropout_rate = 0.23
print(f"{dropout_rate:.0%} drop out")
clf = RandomForestClassifier(n_estimators=100).fit(df[["age"]], df["dropout"])
`,
  ),
  never(
    'batches of rows and a momentum, with scikit-learn',
    `
from sklearn.decomposition import IncrementalPCA
momentum = 0.5
batch_size = 100
pca = IncrementalPCA(n_components=3, batch_size=batch_size)
`,
  ),
  never(
    'an orbit',
    `
import numpy as np
def orbit(mass=1.0, momentum=0.3, decay=0.01):
    return mass * momentum
`,
  ),
  never(
    'pulsar timing',
    `
import numpy as np
epochs = np.linspace(0, 1, 5)
n_epochs = 12
`,
  ),
  never(
    'learning rate of a plot',
    `
import matplotlib.pyplot as plt
plt.xlabel("learning rate")
plt.title("dropout = 0.5")
plt.legend(["lr 0.1", "lr 0.01"])
`,
  ),
  never(
    'a linear-regression helper',
    `
import numpy as np
def lr(x, y):
    return np.polyfit(x, y, 1)
slope, intercept = lr(x, y)
`,
  ),
  never(
    'a pipeline of pandas and sklearn',
    `
import pandas as pd
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.ensemble import HistGradientBoostingClassifier
lr = LogisticRegression(C=0.5, max_iter=500)
ridge = Ridge(alpha=0.1)
gb = HistGradientBoostingClassifier(learning_rate=0.1, max_iter=200)
df = pd.read_csv("a.csv").dropna()
`,
  ),
  never(
    'a decay of radioactive nuclei',
    `
import numpy as np
weight = 0.5
decay = 0.1
half_life = np.log(2) / decay
weights_decayed = weight * np.exp(-decay)
`,
  ),
  never(
    'an image with left and right',
    `
import cv2
lr = cv2.resize(img, None, fx=0.5, fy=0.5)
LR = 4
`,
  ),
  never(
    'optimizer names elsewhere',
    `
import scipy
optimizer = 'brent'
method = {'optimizer': 'lbfgs'}
def f(optimizer='adam'): pass
`,
  ),
  never(
    'columns of a data frame',
    `
import pandas as pd
df["lr"] = 0.1
df["epochs"] = 5
df_train["dropout"] = 0.5
`,
  ),
  never(
    'an analysis of variance in scikit-learn',
    `
from sklearn.metrics import roc_auc_score
import pandas as pd
school_dropout_rate = 0.12
dropout_probability = 0.4
print(roc_auc_score(y, s))
`,
  ),
];
