enum HubSpotAPIPlaceholder {}
