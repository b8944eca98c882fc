// A public form brings a number whose digest with its challenge begins with enough zero bits. It is looked for as soon
// as somebody begins to fill the form; where it cannot be (no secure context), the server takes whoever waited a little.
const BATCH = 200;

export function watchFriction() {
    for (const form of document.querySelectorAll("form [name=challenge]")) begin(form);
}

function begin(field) {
    const proof = field.form?.elements.namedItem("proof");
    if (!proof || !window.crypto?.subtle) return;
    field.form.addEventListener("focusin", () => search(field, proof), { once: true });
}

async function search(field, proof) {
    const bits = Number(field.dataset.bits);
    for (let start = 0; !proof.value; start += BATCH) {
        const tries = Array.from({ length: BATCH }, (_, place) => start + place);
        const digests = await Promise.all(tries.map((number) => digest(`${field.value}:${number}`)));
        const found = digests.findIndex((bytes) => leads(bytes, bits));
        if (found >= 0) proof.value = String(tries[found]);
    }
}

function digest(text) {
    return crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
}

function leads(bytes, bits) {
    return new DataView(bytes).getUint32(0) >>> (32 - bits) === 0;
}
