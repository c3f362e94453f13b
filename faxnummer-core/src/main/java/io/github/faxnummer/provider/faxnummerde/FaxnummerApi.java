package io.github.faxnummer.provider.faxnummerde;

import io.github.faxnummer.provider.Endpoint;

/** The API of Faxnummer.de. Apart from the client, so that a dry run loads no HTTP library. */
public final class FaxnummerApi {

    /** Its address (documentation, first page). */
    public static final Endpoint ENDPOINT =
            new Endpoint("https://wr.ispsuite.portunity.de/webrequests/product-voip/index.php");

    private FaxnummerApi() {}
}
