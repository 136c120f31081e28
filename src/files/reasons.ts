import * as l10n from '@vscode/l10n';

const REASONS: Readonly<Record<string, () => string>> = {
  ENOENT: () => l10n.t('there is no such file or folder'),
  EISDIR: () => l10n.t('this is a folder'),
  ENOTDIR: () => l10n.t('part of the path is not a folder'),
  ENAMETOOLONG: () => l10n.t('the name is too long'),
  ELOOP: () => l10n.t('the links lead in a circle'),
  EACCES: () => l10n.t('permission denied'),
  EPERM: () => l10n.t('permission denied'),
  EROFS: () => l10n.t('the disk is read-only'),
  ENOSPC: () => l10n.t('the disk is full'),
  EDQUOT: () => l10n.t('your share of the disk is full'),
  EFBIG: () => l10n.t('the file would be larger than is allowed here'),
  EMFILE: () => l10n.t('too many files are open'),
  ENFILE: () => l10n.t('too many files are open'),
  EBUSY: () => l10n.t('another program holds it'),
  ETXTBSY: () => l10n.t('another program holds it'),
  EIO: () => l10n.t('the disk reports an error'),
};

/** Why a file could not be read or written, phrased to follow its name. */
export function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return Object.hasOwn(REASONS, code) ? REASONS[code]!() : message;
}
