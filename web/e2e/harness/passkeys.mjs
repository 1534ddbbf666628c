// Authenticators that the browser plays, in place of a device's own.

const KIND = {
  protocol: "ctap2", ctap2Version: "ctap2_1", transport: "internal", hasResidentKey: true, hasUserVerification: true,
  automaticPresenceSimulation: true, isUserVerified: true,
};

export class Authenticator {
  #session;
  #id;

  constructor(session, id) {
    this.#session = session;
    this.#id = id;
  }

  /** Plugs one in. `derives`: whether it has the PRF extension. */
  static async plug(page, { derives = true } = {}) {
    const session = await page.context().newCDPSession(page);
    await session.send("WebAuthn.enable", { enableUI: false });
    const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", { options: { ...KIND, hasPrf: derives } });
    return new Authenticator(session, authenticatorId);
  }

  #ask(verb, more = {}) {
    return this.#session.send(`WebAuthn.${verb}`, { authenticatorId: this.#id, ...more });
  }

  async credentials() {
    return (await this.#ask("getCredentials")).credentials;
  }

  /** Deletes a credential in the authenticator, as in its own settings. The wallet is not told. */
  async forget({ credentialId }) {
    await this.#ask("removeCredential", { credentialId });
  }

  /** From now on the user refuses to be verified: the browser says so to the page. */
  async refuse() {
    await this.#ask("setUserVerified", { isUserVerified: false });
  }

  /** Puts a credential of another authenticator into this one. */
  async add(credential) {
    await this.#ask("addCredential", { credential });
  }

  async unplug() {
    await this.#ask("removeVirtualAuthenticator");
    await this.#session.detach();
  }
}
