/** An outcome that a caller may see: its code and status are part of the API, its cause is not. */
export class AppError extends Error {
  override readonly name: string = 'AppError';

  constructor(
    message: string,
    readonly code: string,
    readonly statusCode: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export class OrderNotFoundError extends AppError {
  override readonly name = 'OrderNotFoundError';

  constructor(options?: ErrorOptions) {
    super('the order does not exist', 'order_not_found', 404, options);
  }
}

export class OrderStateError extends AppError {
  override readonly name = 'OrderStateError';

  constructor(options?: ErrorOptions) {
    super('the order is past the point where this is possible', 'order_state_conflict', 409, options);
  }
}

export class OutOfStockError extends AppError {
  override readonly name = 'OutOfStockError';

  constructor(options?: ErrorOptions) {
    super('not everything is in stock', 'out_of_stock', 409, options);
  }
}

export class PaymentDeclinedError extends AppError {
  override readonly name = 'PaymentDeclinedError';

  constructor(options?: ErrorOptions) {
    super('the payment was declined', 'payment_declined', 402, options);
  }
}

export class StorageError extends AppError {
  override readonly name = 'StorageError';

  constructor(options?: ErrorOptions) {
    super('the database did not answer', 'storage_unavailable', 503, options);
  }
}

export class DependencyTimeoutError extends AppError {
  override readonly name = 'DependencyTimeoutError';

  constructor(dependency: string, options?: ErrorOptions) {
    super(`${dependency} did not answer in time`, 'dependency_timeout', 504, options);
  }
}

export class DependencyUnavailableError extends AppError {
  override readonly name = 'DependencyUnavailableError';

  constructor(dependency: string, options?: ErrorOptions) {
    super(`${dependency} cannot be reached`, 'dependency_unavailable', 503, options);
  }
}

export class DependencyProtocolError extends AppError {
  override readonly name = 'DependencyProtocolError';

  constructor(dependency: string, options?: ErrorOptions) {
    super(`${dependency} answered with something else than agreed`, 'dependency_protocol', 502, options);
  }
}
