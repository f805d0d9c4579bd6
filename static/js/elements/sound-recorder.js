// Recording in the page: what is recorded is put into the form's own file field, so that it is handed in, checked and
// kept as any file is. All words are the server's.
const KINDS = [
  // The first is what every tablet plays.
  "audio/mp4;codecs=mp4a.40.2",
  "audio/mp4",
  "audio/webm;codecs=opus",
  "audio/ogg;codecs=opus",
];
const ENDINGS = { "audio/mp4": "m4a", "audio/webm": "webm", "audio/ogg": "ogg" };
const BITS = 48_000;

class SoundRecorder extends HTMLElement {
  connectedCallback() {
    this.kind = "MediaRecorder" in window && KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    if (!this.kind || !navigator.mediaDevices) return;
    this.hidden = false;
    this.field = document.getElementById(this.dataset.into);
    this.audio = this.querySelector("audio");
    for (const name of ["record", "again"]) this.part(name).addEventListener("click", () => this.record());
    this.part("end").addEventListener("click", () => this.recorder?.stop());
    this.field.addEventListener("change", () => this.listen(this.field.files[0]));
  }

  disconnectedCallback() {
    this.recorder?.stop();
  }

  part(name) {
    return this.querySelector(`.${name}`);
  }

  // What can be seen: "record" and "end" are buttons, "recording", "recorded" and "refused" are words.
  show(...names) {
    for (const name of ["record", "end", "again", "recording", "recorded", "refused"]) {
      this.part(name).hidden = !names.includes(name);
    }
  }

  async record() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      this.show("record", "refused");
      return;
    }
    this.audio.pause();
    this.audio.hidden = true;
    const pieces = [];
    this.recorder = new MediaRecorder(stream, { mimeType: this.kind, audioBitsPerSecond: BITS });
    this.recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data));
    this.recorder.addEventListener("stop", () => {
      clearTimeout(this.limit);
      for (const track of stream.getTracks()) track.stop(); // the microphone's light goes out
      this.hand(pieces);
    });
    this.recorder.start();
    this.limit = setTimeout(() => this.recorder.stop(), this.dataset.longest * 1000 - 500);
    this.show("end", "recording");
    this.part("end").focus();
  }

  hand(pieces) {
    const type = this.kind.split(";")[0];
    const files = new DataTransfer();
    files.items.add(new File(pieces, `recording.${ENDINGS[type]}`, { type }));
    this.field.files = files.files;
    this.show("again", "recorded");
    this.part("again").focus();
    this.listen(files.files[0]);
  }

  listen(file) {
    if (this.audio.src) URL.revokeObjectURL(this.audio.src);
    this.audio.hidden = !file;
    if (file) this.audio.src = URL.createObjectURL(file);
  }
}

customElements.define("sound-recorder", SoundRecorder);
