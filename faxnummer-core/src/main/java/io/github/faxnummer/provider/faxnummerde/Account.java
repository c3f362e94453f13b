package io.github.faxnummer.provider.faxnummerde;

/**
 * The fax or telephony account that sends (documentation, table 1); not the customer centre's login.
 *
 * @param login the "Produkt-Login", {@code accXXXXX} or {@code sipXXXXX}
 */
public record Account(String login, Password password) {}
