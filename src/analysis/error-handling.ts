import type { FileModel } from './file-model.js';

export class ErrorHandling {
  constructor(protected readonly file: FileModel) {}
}
