// What the browser does with passkeys, in the words of our API.
import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
} from "@simplewebauthn/browser";
import i18next from "i18next";
import type { PasskeyAssertion, PasskeyCreationOptions, PasskeyRequestOptions } from "@/shared/api/types";

/** Why there are no passkeys here; undefined when there are. */
export function whyNoPasskeys(): "browser" | "address" | undefined {
  // Browsers make passkeys for names alone, not for addresses such as 127.0.0.1.
  if (/^[\d.]+$|^\[/.test(window.location.hostname)) return "address";
  return browserSupportsWebAuthn() ? undefined : "browser";
}

export const offersAutofill = () =>
  whyNoPasskeys() ? Promise.resolve(false) : browserSupportsWebAuthnAutofill();

/** Nobody waits any more for the passkey that was asked for last. */
export const stopAsking = () => WebAuthnAbortService.cancelCeremony();

/** The person or the browser said no; the browser does not tell why, so that pages cannot spy. */
export class PasskeyRefused extends Error {}

async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    throw new PasskeyRefused(
      i18next.t(name === "InvalidStateError" ? "passkeys.thereAlready" : "passkeys.nothingCame"),
    );
  }
}

export async function makePasskey(options: PasskeyCreationOptions) {
  const optionsJSON = options as PublicKeyCredentialCreationOptionsJSON;
  const { response } = await asked(() => startRegistration({ optionsJSON }));
  return {
    clientDataJson: response.clientDataJSON,
    attestationObject: response.attestationObject,
    transports: response.transports ?? [],
  };
}

/** With `autofill` it waits until the person chooses a passkey where they would type their email. */
export async function signWithPasskey(
  options: PasskeyRequestOptions,
  autofill = false,
): Promise<PasskeyAssertion> {
  const optionsJSON = options as PublicKeyCredentialRequestOptionsJSON;
  const { id, response } = await asked(() =>
    startAuthentication({ optionsJSON, useBrowserAutofill: autofill }),
  );
  return {
    credentialId: id,
    clientDataJson: response.clientDataJSON,
    authenticatorData: response.authenticatorData,
    signature: response.signature,
    userHandle: response.userHandle,
  };
}
