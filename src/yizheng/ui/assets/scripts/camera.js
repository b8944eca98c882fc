import { decodeQR } from "qr/decode.js";

const LOOK_MS = 120;
const MOST_PX = 800;
const REFUSED = {
  NotAllowedError: "没有得到使用摄像头的许可。请在地址栏旁边允许使用摄像头，或者用扫码枪、输入姓名。",
  NotFoundError: "这台电脑没有接摄像头。请接好再试，或者用扫码枪、输入姓名。",
  NotReadableError: "摄像头正被别的程序占用。请关掉那个程序再试，或者用扫码枪、输入姓名。",
};
const OTHERWISE = "摄像头没有打开。请用扫码枪，或者输入姓名。";

/**
 * A camera that reads QR codes: with what the browser has of its own (BarcodeDetector), else with the library `qr`.
 * `heard` is told each time a code is seen; `ended` when the camera stops, with a sentence where it stopped by itself.
 */
export class Camera {
  constructor(video, { heard, ended }) {
    this.video = video;
    this.heard = heard;
    this.ended = ended;
    this.canvas = document.createElement("canvas");
    this.stream = null;
  }

  async open() {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      this.video.srcObject = this.stream;
      await this.video.play();
    } catch (refused) {
      this.close(REFUSED[refused.name] ?? OTHERWISE);
      return;
    }
    this.stream.getVideoTracks()[0].addEventListener("ended", () => this.close("摄像头断开了，请接好再打开。"));
    this.read = await reader(this.canvas);
    this.follow();
  }

  close(sentence = "") {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.video.srcObject = null;
    this.ended(sentence);
  }

  async follow() {
    while (this.stream) {
      const words = await this.read(this.video);
      if (words && this.stream) this.heard(words);
      await new Promise((done) => setTimeout(done, LOOK_MS));
    }
  }
}

/** Return what reads a picture: a function from the video to the words of the code in it, or nothing. */
async function reader(canvas) {
  const formats = (await window.BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? [];
  if (!formats.includes("qr_code")) return async (video) => decoded(drawn(video, canvas));
  const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
  return async (video) => (await detector.detect(video).catch(() => []))[0]?.rawValue;
}

function drawn(video, canvas) {
  const scale = Math.min(1, MOST_PX / Math.max(video.videoWidth, video.videoHeight, 1));
  canvas.width = Math.max(1, Math.round(video.videoWidth * scale));
  canvas.height = Math.max(1, Math.round(video.videoHeight * scale));
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  brush.drawImage(video, 0, 0, canvas.width, canvas.height);
  return brush.getImageData(0, 0, canvas.width, canvas.height);
}

function decoded(picture) {
  try {
    return decodeQR(picture);
  } catch {
    return undefined; // no code in the picture
  }
}
