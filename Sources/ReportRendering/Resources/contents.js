if (matchMedia("(max-width: 74.99rem)").matches) document.querySelector(".contents details").open = false;
