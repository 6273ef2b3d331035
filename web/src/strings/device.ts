const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
const of = (sent: number, total: number): string => `${megabytes(sent)} of ${megabytes(total)} MB`;

/** What is said of recordings on one's own device. */
export const device = {
  start: 'Record on this device',
  stop: 'Stop recording on this device',
  stopShort: 'On device',
  text: 'Records what you see and hear in this room, and saves it on the server.',
  region: 'Recordings of this device',
  live: (sent: number, total: number) => `Recording… ${of(sent, total)} saved`,
  saving: (sent: number, total: number) => `Saving recording… ${of(sent, total)}`,
  waiting: (sent: number, total: number) => `Waiting for the network… ${of(sent, total)} saved`,
  noRoom: (sent: number, total: number) => `The server has no room now… ${of(sent, total)} saved`,
  refused: 'The recording could not be saved',
  saved: 'Recording saved',
  dismiss: 'Dismiss',
  started: 'You are recording on this device',
  stopped: 'You stopped recording',
  deviceFull: 'This device has no room left, so the recording stopped',
  cannot: 'This browser cannot record',
  untold: 'The room could not be told, so nothing is recorded',
} as const;
