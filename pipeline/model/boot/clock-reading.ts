// One look at the guest's clock.

export type ClockReading = {
  readonly guestMs: number;
  /** Our own monotonic clock when the record arrived. */
  readonly arrivedMs: number;
};
