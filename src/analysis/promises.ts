import type { FileModel } from './file-model.js';

export class Promises {
  constructor(protected readonly file: FileModel) {}
}
