try { const theme = localStorage.getItem("lectern-theme"); if (theme) document.documentElement.dataset.theme = theme; } catch { }
