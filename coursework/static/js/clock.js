// The server's time, whatever the device's clock says, and what it means in words.

let base = NaN;
let at = 0;

// `heard` is when, on this page's own count of ms, the server said that it is `moment`.
export function setClock(moment, heard = performance.now()) {
  base = Date.parse(moment);
  at = heard;
}
export const serverNow = () => base + performance.now() - at;

export const timeOf = (moment) => new Date(moment).toLocaleTimeString("en-GB");
export const minuteOf = (moment) => timeOf(moment).slice(0, 5);

export function leftInWords(ms) {
  const minutes = Math.ceil(ms / 60e3);
  if (ms <= 0) return "Time is over";
  if (minutes <= 1) return "Less than a minute left";
  if (minutes < 90) return `About ${minutes} minutes left`;
  return `About ${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}
