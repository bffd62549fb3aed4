export class PaymentError extends Error {
  override readonly name = 'PaymentError';
  readonly statusCode = 502;
}

export class OrderNotFoundError extends Error {
  override readonly name = 'OrderNotFoundError';
  readonly statusCode = 404;
}

export class OrderStateError extends Error {
  override readonly name = 'OrderStateError';
  readonly statusCode = 409;
}

export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly statusCode = 503;
}

export class WarehouseError extends Error {
  override readonly name = 'WarehouseError';
  readonly statusCode = 502;
}
