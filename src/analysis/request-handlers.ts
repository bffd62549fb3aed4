import type { FileModel } from './file-model.js';

export class RequestHandlers {
  constructor(protected readonly file: FileModel) {}
}
