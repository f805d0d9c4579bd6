// Whoever reads aloud: a recording where there is one, else a voice of this device. Never a voice that is elsewhere: what
// it is given to say would leave the tablet.
const PATIENCE = 1500; // until a device has listed its voices
const SLOW = 4000; // a recording that takes longer is spoken by the device, where it can
const PACE = 0.9;
const KINDS = { m4a: "audio/mp4", mp3: "audio/mpeg", ogg: "audio/ogg;codecs=opus", wav: "audio/wav", webm: "audio/webm;codecs=opus" };
// A browser may want a touch on this very page first. Then there is a voice, and the next touch has it.
const FORBIDDEN = "NotAllowedError";
const SENTENCE = /.+?(?:[.?!…:؟۔।]+(?:\s+|$)|$)/g;

const wait = (time) => new Promise((resume) => setTimeout(resume, time));
const base = (code) => code.toLowerCase().split(/[-_]/)[0];

export class Voice {
  constructor(language, set) {
    this.language = language;
    this.address = `/sounds/${language}.json?set=${set}`;
    this.audio = new Audio();
    this.fetched = new Map();
    this.turn = 0;
    this.synthesis = window.speechSynthesis;
    this.synthesis?.getVoices(); // a device begins to list them when it is first asked
  }

  // Says pieces of words one after the other; `heard(piece)` is called with each as it begins, and with nothing at the
  // end. `around` is all that stands there to be listened to: it is fetched together, so that nobody who sees what is
  // fetched can tell which answer a child listened to or chose. Returns whether all of it had a voice.
  async say(pieces, around, heard) {
    this.stop();
    const { turn } = this;
    const [known, voice] = await Promise.all([this.recordings(), this.voice()]);
    if (turn !== this.turn) return true;
    for (const each of around) for (const words of cut(each.words, known)) this.fetch(known.get(words));
    this.heard = heard;
    let isAllSaid = true;
    for (const piece of pieces) {
      heard(piece);
      for (const words of cut(piece.words, known)) {
        const isSaid = (await this.play(known.get(words), voice, turn)) || (await this.speak(words, voice, turn));
        if (turn !== this.turn) return true;
        isAllSaid &&= isSaid;
      }
    }
    this.stop();
    return isAllSaid;
  }

  stop() {
    this.turn += 1;
    this.audio.pause();
    this.synthesis?.cancel();
    this.ended?.(false);
    this.heard?.();
    this.ended = this.heard = null;
  }

  // Whether nothing at all can be said here.
  get isMute() {
    return this.known?.size === 0 && !this.found();
  }

  async recordings() {
    try {
      this.known ??= new Map(Object.entries(await (await fetch(this.address)).json()));
    } catch {
      // No signal: the next time, perhaps.
    }
    return this.known ?? new Map();
  }

  fetch(address) {
    if (!address || !this.audio.canPlayType(KINDS[address.split(".").pop()])) return null;
    if (!this.fetched.has(address)) {
      const arriving = fetch(address)
        .then((reply) => (reply.ok ? reply.blob() : Promise.reject()))
        .then((sound) => URL.createObjectURL(sound))
        .catch(() => void this.fetched.delete(address));
      this.fetched.set(address, arriving);
    }
    return this.fetched.get(address);
  }

  async play(address, voice, turn) {
    const arriving = this.fetch(address);
    const sound = await (voice ? Promise.race([arriving, wait(SLOW)]) : arriving);
    if (!sound || turn !== this.turn) return false;
    return new Promise((resolve) => {
      this.ended = resolve;
      this.audio.onended = () => resolve(true);
      this.audio.onerror = () => resolve(false);
      this.audio.src = sound;
      this.audio.play().catch(({ name }) => resolve(name === FORBIDDEN));
    });
  }

  async speak(words, voice, turn) {
    if (!voice || turn !== this.turn) return false;
    return new Promise((resolve) => {
      this.ended = resolve;
      // Kept, or some browsers forget it before it has ended.
      this.utterance = new SpeechSynthesisUtterance(words);
      Object.assign(this.utterance, { voice, lang: voice.lang, rate: PACE, onend: () => resolve(true), onerror: ({ error }) => resolve(error === "not-allowed") });
      this.synthesis.speak(this.utterance);
    });
  }

  async voice() {
    if (this.synthesis && !this.hasAsked && !this.synthesis.getVoices().length) {
      await Promise.race([wait(PATIENCE), new Promise((resume) => (this.synthesis.onvoiceschanged = resume))]);
    }
    this.hasAsked = true;
    return this.found();
  }

  found() {
    const voices = this.synthesis?.getVoices() ?? [];
    const own = voices.filter((voice) => voice.localService === true && base(voice.lang) === base(this.language));
    return own.find(({ lang }) => lang.endsWith("GB")) ?? own.find((voice) => voice.default) ?? own[0] ?? null;
  }
}

// Words in the pieces that were recorded: the longest runs of sentences that have a recording, and the rest sentence by
// sentence.
function cut(words, known) {
  if (known.has(words)) return [words];
  const sentences = words.match(SENTENCE) ?? [];
  const pieces = [];
  for (let from = 0; from < sentences.length; ) {
    let to = sentences.length;
    const run = () => sentences.slice(from, to).join("").trim();
    while (to > from + 1 && !known.has(run())) to -= 1;
    pieces.push(run());
    from = to;
  }
  return pieces;
}
