package io.github.faxnummer.provider;

/**
 * The account that sends and is charged; of Faxnummer.de not the customer centre's login.
 *
 * @param login the account's name; of Faxnummer.de {@code accXXXXX} or {@code sipXXXXX}
 */
public record Account(String login, Password password) {}
