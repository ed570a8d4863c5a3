document.getElementById("page").textContent = JSON.stringify(report, null, 1);
