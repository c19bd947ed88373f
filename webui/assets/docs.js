// Shows the API's description; swagger.js stands before it.
const place = document.getElementById("docs");
window.SwaggerUIBundle({ domNode: place, url: place.dataset.url, deepLinking: true, validatorUrl: null, docExpansion: "list" });
