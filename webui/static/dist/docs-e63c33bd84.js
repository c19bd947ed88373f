var e=document.getElementById("docs");window.SwaggerUIBundle({domNode:e,url:e.dataset.url,deepLinking:!0,validatorUrl:null,docExpansion:"list"});
